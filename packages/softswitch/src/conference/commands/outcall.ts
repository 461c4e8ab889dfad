import type { RoomCommand } from "./settings.js";

/** Nobody can be called from here yet; the answers are those of a call that reaches nobody. */
export const dial: RoomCommand = (turn, argv) => {
  if (argv.length <= 2) {
    turn.write("-ERR Bad Args\n");
    return false;
  }
  turn.write("+OK Call Requested: result: [NO_ROUTE_DESTINATION]\n");
  return true;
};

export const backgroundDial: RoomCommand = (turn, argv) => {
  if (argv.length <= 2) {
    turn.write("-ERR Bad Args\n");
    return false;
  }
  const jobUuid = turn.surroundings.newUuid();
  turn.write(`+OK Job-UUID: ${jobUuid}\n`);
  turn.effect({ type: "dial", jobUuid });
  return true;
};
