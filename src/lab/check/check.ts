import type { Pattern } from '#lab/bytes.ts';
import type { Transcript } from '#lab/transcript.ts';

import type { ClientScene } from './client-scene.ts';
import type { Failed } from './failed-check.ts';
import type { Scene } from './scene.ts';
import type { Side } from './side.ts';

export type { Side } from './side.ts';

/** The rules for a program: the behaviour of the original program, or the text of its description. */
export const specs = ['code', 'readme'] as const;
export type Spec = (typeof specs)[number];

/** One thing that a program must do. */
export interface Check {
  /** Unique within a dialect and side; letters, digits and `-`. Rubrics name it, so it never changes its meaning. */
  readonly id: string;
  /** What the program does when it passes, beginning with a verb: `greets each client with HELLO`. */
  readonly title: string;
  /** The specs that it belongs to, each with the sentence that requires it. */
  readonly from: Readonly<Partial<Record<Spec, string>>>;
  /** Rows of `docs/seeds.md` that it covers. */
  readonly rows: readonly number[];
  /** Checks that must have passed. If one of them failed, this one is not reached. */
  readonly needs: readonly string[];
  readonly play: Play;
  /** What it does to the program's process; only possible if we have started it. */
  readonly handles?: 'stop' | 'restart';
  /**
   * Likely causes that only this check knows. They are tried before those of the dialect, and the first that fits is
   * shown.
   */
  readonly hints?: readonly Hint[];
}

/** How a check is played: a transcript or a function against a server, or a function against a client. */
export type Play =
  | { readonly kind: 'transcript'; readonly transcript: Transcript }
  | { readonly kind: 'server'; readonly run: (scene: Scene) => Promise<void> }
  | { readonly kind: 'client'; readonly run: (scene: ClientScene) => Promise<void> };

/** A likely cause of a failure, in one or two sentences for a student; undefined: it does not fit. */
export type Hint = (failed: Failed) => string | undefined;

/** All checks of one dialect for one side, in the order in which they are run and shown. */
export interface Suite {
  readonly dialect: string;
  readonly side: Side;
  /** The name of the protocol in a QUIC handshake (ALPN), if it can run over QUIC. */
  readonly alpn?: string;
  readonly checks: readonly Check[];
  /**
   * Appends a suffix to the names in what a check sends and expects, because a server may know the names from an
   * earlier check. Not needed by checks that ask the scene for unique names.
   */
  readonly rename?: (bytes: Pattern, suffix: string, side: 'says' | 'hears') => Pattern;
  /** Likely causes in this dialect, the first that fits. */
  readonly hints: readonly Hint[];
  /** Likely causes by check id, used when no more exact cause is known. */
  readonly causes: Readonly<Record<string, string>>;
}

/** The checks of a suite that belong to a spec. */
export const checksFor = ({ checks }: Suite, spec: Spec): readonly Check[] =>
  checks.filter(({ from }) => from[spec] !== undefined);
