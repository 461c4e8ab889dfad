export type { GrowthRules } from "./growth.js";
export { createRecordingStories } from "./stories.js";
export type {
  Stay,
  Story,
  StoryConference,
  StoryPause,
  StoryProblem,
} from "./story.js";
export type { StorySummary } from "./summary.js";
export { troubleOf } from "./summary.js";
export type {
  LiveStory,
  RecordingStories,
  RecordingStoriesEvents,
  RecordingStoriesOptions,
} from "./types.js";
