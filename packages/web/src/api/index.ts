export { api } from "./client.js";
export { useProblemText } from "./problem-text.js";
export { queryClient } from "./query-client.js";
