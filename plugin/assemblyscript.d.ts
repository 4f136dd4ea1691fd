/** For editors and `tsc`: what the compiler knows beside its own `std/assembly/index.d.ts`. */

/** `--use COUNT_COPIES=1` */
declare const COUNT_COPIES: i32;

declare function __collect(): void;

/** In place of an alias there, in which TypeScript does not find what a number can do. */
interface Number {
  toString(radix?: i32): string;
}
declare const Number: typeof F64;

declare module "util/number" {
  export function dtoa_buffered(buffer: usize, value: f64): u32;
}
