import type { Header } from "../../core/index.js";
import { leadingNumber } from "../rooms.js";
import type { Turn } from "../turn.js";
import type { Caller } from "../types.js";
import type { MemberCommand } from "./audio.js";

const ENERGY_STEP = 200;
const ENERGY_TOP = 1800;
const VOLUME_TOP = 4;

const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

/** `up` and `down` move within the bounds; a plain number is taken as it is. */
function nextEnergy(current: number, data: string): number {
  const word = data.toLowerCase();
  if (word === "up") return Math.min(ENERGY_TOP, current + ENERGY_STEP);
  if (word === "down") return Math.max(0, current - ENERGY_STEP);
  return leadingNumber(data);
}

function nextVolume(current: number, data: string): number {
  const word = data.toLowerCase();
  const wish = word === "up" ? current + 1 : word === "down" ? current - 1 : leadingNumber(data);
  return clamp(wish, -VOLUME_TOP, VOLUME_TOP);
}

/** A level above the automatic one switches the automatic off. */
function dropAutomatic(turn: Turn, caller: Caller): void {
  if (caller.autoEnergyLevel === 0 || caller.energyLevel <= caller.autoEnergyLevel) return;
  turn.change(caller.id, { autoEnergyLevel: 0 });
  turn.write("Auto-Energy level exceeded, Auto-Energy mode disabled\n");
}

export const energy: MemberCommand = (turn, caller, data) => {
  const energyLevel = data ? nextEnergy(caller.energyLevel, data) : caller.energyLevel;
  const changed = turn.change(caller.id, { energyLevel }) ?? caller;
  turn.write(`Energy ${caller.id} = ${energyLevel}\n`);
  dropAutomatic(turn, changed);
  if (!data) return;
  turn.fireMember("energy-level-member", caller.id, [["Energy-Level", String(energyLevel)]]);
};

export const autoEnergy: MemberCommand = (turn, caller, data) => {
  const autoEnergyLevel = data ? nextEnergy(caller.autoEnergyLevel, data) : caller.autoEnergyLevel;
  turn.change(caller.id, { autoEnergyLevel });
  turn.write(`${caller.id} = Auto-Energy: ${autoEnergyLevel} Energy: ${caller.energyLevel}\n`);
  if (!data) return;
  turn.fireMember("auto-energy-level-member", caller.id, [
    ["Auto-Energy-Level", String(autoEnergyLevel)],
    ["Energy-Level", String(caller.energyLevel)],
  ]);
};

function nextMaximum(caller: Caller, data: string): Partial<Caller> {
  const [first = "", muteMs, hits] = data.split(":");
  return {
    maxEnergyLevel: nextEnergy(caller.maxEnergyLevel, first),
    ...(muteMs === undefined ? {} : { maxEnergyMuteMs: leadingNumber(muteMs) }),
    ...(hits === undefined ? {} : { maxEnergyHits: leadingNumber(hits) }),
  };
}

function maximumHeaders(caller: Caller): Header[] {
  return [
    ["Max-Energy-Level", String(caller.maxEnergyLevel)],
    ["Max-Energy-Mute", String(caller.maxEnergyMuteMs)],
    ["Max-Energy-Hit-Trigger", String(caller.maxEnergyHits)],
    ["Energy-Level", String(caller.maxEnergyLevel)],
  ];
}

/** FreeSWITCH prints the two levels the wrong way round; a client may rely on it. */
export const maxEnergy: MemberCommand = (turn, caller, data) => {
  const next = { ...caller, ...(data ? nextMaximum(caller, data) : {}) };
  if (next.maxEnergyLevel > 0 && next.maxEnergyLevel < next.energyLevel) {
    return turn.write(`-ERR ${caller.id} Max-Energy cannot exceed energy level.\n`);
  }
  turn.change(caller.id, next);
  turn.write(
    `${caller.id} = Max-Energy: ${next.energyLevel} Energy: ${next.maxEnergyLevel} ` +
      `Max-Energy-Mute: ${next.maxEnergyMuteMs}ms Max-Energy-Hit-Trigger ${next.maxEnergyHits}\n`,
  );
  if (data) turn.fireMember("max-energy-level-member", caller.id, maximumHeaders(next));
};

/** A number sets the level only when it is above zero; `on` is no number, so it changes nothing. */
function nextGain(current: number, data: string): number {
  const word = data.toLowerCase();
  if (word === "up" || word === "down") return nextEnergy(current, word);
  const wish = leadingNumber(data);
  return wish > 0 ? wish : current;
}

export const gain: MemberCommand = (turn, caller, data) => {
  const agcLevel = data ? nextGain(caller.agcLevel, data) : caller.agcLevel;
  turn.change(caller.id, { agcLevel });
  turn.write(`Agc ${caller.id} = ${agcLevel}\n`);
  if (data) turn.fireMember("agc-level-member", caller.id, [["Agc-Level", String(agcLevel)]]);
};

export const volumeIn: MemberCommand = (turn, caller, data) => {
  const volumeIn = data ? nextVolume(caller.volumeIn, data) : caller.volumeIn;
  turn.change(caller.id, { volumeIn });
  turn.write(`+OK Volume IN ${caller.id} = ${volumeIn}\n`);
  if (data) turn.fireMember("volume-in-member", caller.id, [["Volume-Level", String(volumeIn)]]);
};

export const volumeOut: MemberCommand = (turn, caller, data) => {
  const volumeOut = data ? nextVolume(caller.volumeOut, data) : caller.volumeOut;
  turn.change(caller.id, { volumeOut });
  turn.write(`+OK Volume OUT ${caller.id} = ${volumeOut}\n`);
  if (data) turn.fireMember("volume-out-member", caller.id, [["Volume-Level", String(volumeOut)]]);
};

export const ENERGY = { step: ENERGY_STEP, top: ENERGY_TOP } as const;
export const clampVolume = (value: number): number => clamp(value, -VOLUME_TOP, VOLUME_TOP);
