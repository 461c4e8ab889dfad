import type { XmlElement } from "../tree/element.js";
import { childNamed, childrenNamed } from "../tree/find.js";

/** A profile of conference.conf: what design and screens call a conference's *type*. */
export interface ConferenceProfile {
  name: string;
  /** Parameter names with `-`, as mod_conference reads `_`; of a repeated parameter the last. */
  params: Record<string, string>;
}

/** One key of a group of caller controls. */
export interface Control {
  action: string;
  digits: string;
  data: string | undefined;
}

/** Profiles and caller controls of `<configuration name="conference.conf">`. */
export interface ConferenceConfig {
  profiles: ConferenceProfile[];
  /** By name of the group, keys in document order. */
  controls: Map<string, Control[]>;
}

/** Reads the element `xml_locate configuration configuration name conference.conf` answers. */
export function readConferenceConfig(configuration: XmlElement): ConferenceConfig {
  return {
    profiles: childrenNamed(childNamed(configuration, "profiles"), "profile").map(readProfile),
    controls: readControls(childNamed(configuration, "caller-controls")),
  };
}

function readProfile(profile: XmlElement): ConferenceProfile {
  const params: Record<string, string> = Object.create(null);
  for (const { attributes } of childrenNamed(profile, "param")) {
    const { name, value } = attributes;
    if (name !== undefined) params[name.replaceAll("_", "-")] = value ?? "";
  }
  return { name: profile.attributes.name ?? "", params };
}

function readControls(container: XmlElement | undefined): Map<string, Control[]> {
  const groups = new Map<string, Control[]>();
  for (const group of childrenNamed(container, "group")) {
    const name = group.attributes.name ?? "";
    // Of two groups with one name switch_xml_find_child finds the first.
    if (!groups.has(name)) groups.set(name, childrenNamed(group, "control").flatMap(readControl));
  }
  return groups;
}

// A control without digits is skipped silently, so it is none.
function readControl({ attributes }: XmlElement): Control[] {
  const { action, digits, data } = attributes;
  return action === undefined || digits === undefined ? [] : [{ action, digits, data }];
}
