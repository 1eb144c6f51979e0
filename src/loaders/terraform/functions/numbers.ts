import { pure, type TerraformFunction } from './call-types.js';

/** Functions on numbers. */
export const NUMBER_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  abs: pure((value: number | string) => Math.abs(Number(value))),
  ceil: pure((value: number | string) => Math.ceil(Number(value))),
  floor: pure((value: number | string) => Math.floor(Number(value))),
  max: pure((...values: (number | string)[]) => Math.max(...values.map(Number))),
  min: pure((...values: (number | string)[]) => Math.min(...values.map(Number))),
  pow: pure((base: number, exponent: number) => base ** exponent),
  signum: pure((value: number) => Math.sign(value)),
  log: pure((value: number, base: number) => Math.log(value) / Math.log(base)),
  parseint: pure((text: string, base: number) => {
    const number = Number.parseInt(text, base);
    return Number.isNaN(number) ? undefined : number;
  }),
};
