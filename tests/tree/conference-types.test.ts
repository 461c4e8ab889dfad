import { type ConferenceConfig, findAll, parseXml, readConferenceConfig } from "@parley/fsxml";
import { expect, test } from "vitest";
import { readCapture } from "../_util/captures.js";
import { configuration, loadTree } from "./load-tree.js";

const { root } = loadTree();
const ours = readConferenceConfig(configuration(root, "conference.conf"));
const ancestor = recordedConfig();

/** conference.conf as a real switch printed it for the ancestor's tree. */
function recordedConfig(): ConferenceConfig {
  const text = readCapture("03-config-queries")
    .filter(({ dir }) => dir === "in")
    .map(({ data }) => data.toString("utf8"))
    .join("");
  const start = text.indexOf('<configuration name="conference.conf"');
  const end = text.indexOf("</configuration>", start) + "</configuration>".length;
  return readConferenceConfig(parseXml(text.slice(start, end)));
}

function keys(config: ConferenceConfig, group: string): Record<string, string> {
  const controls = config.controls.get(group) ?? [];
  return Object.fromEntries(
    controls.map(({ digits, action, data }) => [digits, `${action} ${data}`]),
  );
}

test.each(["default", "moderators"])("the keys of %s are those people know", (group) => {
  expect(keys(ours, group)).toEqual(keys(ancestor, group));
  expect(ours.controls.get(group)).toHaveLength(12);
});

test("there are two types of the ancestor and one with a mixed picture", () => {
  expect(ours.profiles.map(({ name }) => name)).toEqual([
    "16kHz-novideo",
    "48kHz-video",
    "48kHz-video-mux",
  ]);
});

test.each(ancestor.profiles.map(({ name }) => name))("%s keeps what clients see of it", (type) => {
  const find = (config: ConferenceConfig) => config.profiles.find(({ name }) => name === type);
  const before = { ...find(ancestor)?.params };
  // Talking indicators need these events, and a threshold that tells a voice from a quiet room.
  for (const name of ["suppress-events", "energy-level"]) delete before[name];
  expect(find(ours)?.params).toMatchObject(before);
});

test.each(ours.profiles)("$name tells who talks and gives moderators their keys", ({ params }) => {
  expect(params).not.toHaveProperty("suppress-events");
  expect(Number(params["energy-level"])).toBeGreaterThan(0);
  expect(params["moderator-controls"]).toBe("moderators");
  expect(params["caller-controls"]).toBe("default");
});

test("every layout fits the canvas and the default group grows with the members", () => {
  const layouts = findAll(
    configuration(root, "conference_layouts.conf"),
    (e) => e.name === "layout",
  );
  const images = new Map<string, number>();
  for (const { attributes, children } of layouts) {
    if (attributes["name"] === undefined) continue;
    images.set(attributes["name"], children.length);
    for (const { attributes: image } of children) {
      const scale = Number(image["scale"]);
      expect(Number(image["x"]) + scale, attributes["name"]).toBeLessThanOrEqual(360);
      expect(Number(image["y"]) + scale, attributes["name"]).toBeLessThanOrEqual(360);
    }
  }
  const grid = layouts.filter(({ attributes }) => attributes["name"] === undefined);
  expect(grid.map(({ text }) => images.get(text.trim()))).toEqual([1, 2, 4, 9, 16, 25]);
});
