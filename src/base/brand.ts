declare const brand: unique symbol;
/** A nominal type over a structural one: `Brand<number, 'Instant'>`. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
