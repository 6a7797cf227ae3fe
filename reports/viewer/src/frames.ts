// Classes of frames: each has a hue. Kinds that this page does not know are "other".

export const CLASSES = [
  "publish",
  "acknowledge",
  "notify",
  "deliver",
  "receipt",
  "signal",
  "session",
  "other",
] as const;
export type FrameClass = (typeof CLASSES)[number];

const WORDS: [FrameClass, RegExp][] = [
  ["signal", /SIGNAL|RELAY|TYPING|PRESENCE/],
  ["acknowledge", /^(SEND_(ACK|NACK)|APPENDED)$/],
  ["publish", /^(SEND|APPEND)/],
  ["notify", /^(NOTIFY|PUSH|POKE)/],
  ["receipt", /^(ACK|CONSUME|CURSORS|RECEIPT|READ_)/],
  ["deliver", /^(PULL|DATA|READ|PAGE|TRUNCATED|DELIVER)/],
  ["session", /^(CONNECT|SYNC|PING|PONG|CLOSE|REGISTER|SUBSCRIBE|UNSUBSCRIBE|ATTACH|TAKE|MEMBER)/],
];

export function classOf(kind: string): FrameClass {
  return WORDS.find(([, pattern]) => pattern.test(kind))?.[0] ?? "other";
}
