export {
  createRecordingStories,
  type LiveStory,
  type RecordingRequest,
  type RecordingStories,
  type RecordingStoriesEvents,
  type RecordingStoriesOptions,
} from "./stories.js";
export type {
  Stay,
  Story,
  StoryConference,
  StoryPause,
  StoryProblem,
  SwitchReport,
} from "./story.js";
