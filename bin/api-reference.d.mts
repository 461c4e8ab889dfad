export const REFERENCE: string;
export function apiReference(): string;
