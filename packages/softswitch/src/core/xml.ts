export type { XmlElement } from "@parley/fsxml";
