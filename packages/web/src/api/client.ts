import { createClientV2 } from "@parley/protocol/client";

/** The server this page came from. */
export const api = createClientV2();
