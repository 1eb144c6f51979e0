import { Ajv, type ValidateFunction } from 'ajv';
import schema from '../../../schemas/change-manifest.schema.json' with { type: 'json' };

/** Validates a manifest against its published schema. The build puts the compiled function here, so that a run need not compile it. */
export const validate: ValidateFunction = new Ajv({ allErrors: true, verbose: true, strict: false }).compile(schema);
