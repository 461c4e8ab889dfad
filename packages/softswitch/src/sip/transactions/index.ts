export { type ClientTransaction, cancelOf } from "./client.js";
export type { ServerTransaction } from "./server.js";
export { TransactionTable } from "./table.js";
