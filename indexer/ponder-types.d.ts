/// <reference types="ponder/virtual" />

// Tells the types of `ponder:registry`, `ponder:schema` and `ponder:api`; ponder writes the same file under another name.
declare module "ponder:internal" {
  const config: typeof import("./ponder.config");
  const schema: typeof import("./ponder.schema");
}

declare module "ponder:schema" {
  export * from "./ponder.schema";
}
