import { onchainTable, primaryKey } from "ponder";

/** A log of a contract of a fund; once for each fund where several share the contract. */
export const entry = onchainTable(
  "entry",
  (column) => ({
    chain: column.integer().notNull(),
    /** The vault's address, in lower case. */
    fund: column.hex().notNull(),
    block: column.bigint().notNull(),
    logIndex: column.integer().notNull(),
    blockHash: column.hex().notNull(),
    time: column.bigint().notNull(),
    tx: column.hex().notNull(),
    address: column.hex().notNull(),
    topics: column.json().$type<readonly string[]>().notNull(),
    data: column.hex().notNull(),
    contract: column.text().notNull(),
    event: column.text().notNull(),
    /** By name; integers above 48 bits as decimal text. */
    args: column.json().$type<Record<string, unknown>>().notNull(),
    /** Null for what repeats a numbered event: ERC-20, ERC-4626 and ERC-7540 ask for it. */
    sequence: column.bigint(),
  }),
  (table) => ({ place: primaryKey({ columns: [table.chain, table.fund, table.block, table.logIndex] }) }),
);

export const price = onchainTable(
  "price",
  (column) => ({
    chain: column.integer().notNull(),
    fund: column.hex().notNull(),
    block: column.bigint().notNull(),
    time: column.bigint().notNull(),
    /** USD of one share and of all of the fund, with 18 decimals. */
    sharePrice: column.bigint().notNull(),
    nav: column.bigint().notNull(),
  }),
  (table) => ({ place: primaryKey({ columns: [table.chain, table.fund, table.block] }) }),
);
