export interface NewConference {
  readonly name: string;
  readonly type: string;
  readonly context: string;
}

/** What is left out keeps its value; a new context means a new number. */
export interface ConferenceChange {
  readonly num: string;
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  readonly context?: string | undefined;
}

export interface ConferenceReference {
  readonly num: string;
}
