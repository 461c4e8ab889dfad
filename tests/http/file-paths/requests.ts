import { decoded } from "./names.js";
import type { RawRequest } from "./raw-client.js";

const json = { "x-parley": "1", "content-type": "application/json" };
const gzip = { "x-parley": "1", "content-type": "application/gzip" };

const get = (target: string, headers = {}): RawRequest => ({ method: "GET", target, headers });
const head = (target: string): RawRequest => ({ method: "HEAD", target });
const remove = (target: string): RawRequest => ({
  method: "DELETE",
  target,
  headers: { "x-parley": "1" },
});
const post = (target: string, body: unknown): RawRequest => ({
  method: "POST",
  target,
  headers: json,
  body: JSON.stringify(body),
});

/** Asked by somebody who may do everything, for a file of no such name: none of these may succeed. */
export const recordingRequests = (name: string): readonly RawRequest[] => [
  get(`/api/recordings/${name}`),
  get(`/api/recordings/${name}`, { range: "bytes=0-5" }),
  head(`/api/recordings/${name}`),
  get(`/fr/friendsrec/${name}`),
  post("/api/recordings/del", [{ file: decoded(name) }]),
  post("/fr/delfriendsrec", [{ file: decoded(name) }]),
  get(`/api/v2/recordings/${name}`),
  get(`/api/v2/recordings/${name}?download`, { range: "bytes=-5" }),
  head(`/api/v2/recordings/${name}`),
  get(`/api/v2/recordings/${name}/details`),
  post(`/api/v2/recordings/${name}/conversions`, { format: "opus" }),
  remove(`/api/v2/recordings/${name}`),
];

export const archiveRequests = (name: string): readonly RawRequest[] => [
  get(`/api/store/${name}`),
  get(`/api/restore/${name}`),
  get(`/api/v2/archive/${name}`),
  get(`/api/v2/archive/${name}`, { range: "bytes=0-5" }),
  head(`/api/v2/archive/${name}`),
  get(`/api/v2/archive/${name}/difference`),
  post(`/api/v2/archive/${name}/difference`, {}),
  post(`/api/v2/archive/${name}/restorations`, {}),
  post("/api/v2/archive", { part: decoded(name) }),
  { method: "POST", target: `/api/v2/archive/uploads?part=${name}`, headers: gzip, body: "x" },
  {
    method: "POST",
    target: `/api/v2/archive/uploads?part=directory&label=${name}`,
    headers: gzip,
    body: "x",
  },
  remove(`/api/v2/archive/${name}`),
];

/** Users and conferences are files too, named by their numbers. */
export const treeRequests = (name: string): readonly RawRequest[] => [
  post("/api/users/del", [{ id: decoded(name) }]),
  post("/api/conferences/del", [{ num: decoded(name) }]),
  get(`/api/v2/users/${name}`),
  remove(`/api/v2/users/${name}`),
  remove(`/api/v2/conferences/${name}`),
];

/** May find something, but nothing outside. */
export const freeRequests = (name: string): readonly RawRequest[] => [
  get(`/api/recordings/find/${name}`),
  get(`/${name}`),
  get(`/api/v2/docs/${name}`),
  post("/api/v2/archive", { part: "directory", label: decoded(name) }),
];

export const phoneRequests = (name: string): readonly RawRequest[] =>
  ["polycom", "yealink", "grandstream", "snom", "linphone"].flatMap((vendor) => [
    get(`/${vendor}/${name}`),
    get(`/${vendor}/${name}`, { range: "bytes=0-5" }),
    { method: "PUT", target: `/${vendor}/${name}`, body: "overwritten" },
    { method: "POST", target: `/${vendor}/${name}`, body: "overwritten" },
  ]);
