import { unknownHole } from '../evaluate/datum.js';
import type { TerraformFunction } from './call-types.js';

/** Functions whose result is text that names nothing: digests, times, addresses. */
const NAMES = [
  'base64gzip',
  'base64sha256',
  'base64sha512',
  'bcrypt',
  'cidrhost',
  'cidrnetmask',
  'cidrsubnet',
  'cidrsubnets',
  'filebase64',
  'filebase64sha256',
  'filebase64sha512',
  'filemd5',
  'filesha1',
  'filesha256',
  'filesha512',
  'formatdate',
  'md5',
  'plantimestamp',
  'rsadecrypt',
  'sha1',
  'sha256',
  'sha512',
  'timeadd',
  'timecmp',
  'timestamp',
  'uuid',
  'uuidv5',
] as const;

const neutral: TerraformFunction = ({ text, span }) =>
  unknownHole(
    { kind: 'neutral', expression: text, label: '', settledBy: 'check the plan instead (terraform show -json)' },
    span,
  );

/** Functions that are not evaluated because nothing rests on what they give. */
export const NEUTRAL_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = Object.fromEntries(
  NAMES.map((name) => [name, neutral]),
);
