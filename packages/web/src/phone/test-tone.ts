const SECONDS = 0.8;

/** Two notes from the chosen speaker, where the browser lets one choose. */
export async function playTone(speaker: string | undefined): Promise<void> {
  const context = new AudioContext();
  if (speaker && "setSinkId" in context)
    await (context.setSinkId as (id: string) => Promise<void>)(speaker).catch(() => undefined);
  const gain = new GainNode(context, { gain: 0.15 });
  gain.connect(context.destination);
  const oscillator = new OscillatorNode(context, { frequency: 523 });
  oscillator.frequency.setValueAtTime(659, context.currentTime + SECONDS / 2);
  oscillator.connect(gain);
  oscillator.onended = () => void context.close();
  oscillator.start();
  oscillator.stop(context.currentTime + SECONDS);
}
