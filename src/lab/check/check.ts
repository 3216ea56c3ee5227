import type { Pattern } from '#lab/bytes.ts';
import type { Transcript } from '#lab/transcript.ts';

import type { ClientScene } from './client-scene.ts';
import type { Failed } from './failed-check.ts';
import type { Scene } from './scene.ts';

/** What a program is held to: how the original program behaves, or what its description asks for. */
export const specs = ['code', 'readme'] as const;
export type Spec = (typeof specs)[number];

/** Which end of the protocol the program under test is. */
export type Side = 'server' | 'client';

/** One thing that a program must do. */
export interface Check {
  /** Unique within a dialect and side; letters, digits and `-`. Rubrics name it, so it never changes its meaning. */
  readonly id: string;
  /** What the program does when it passes, beginning with a verb: `greets each client with HELLO`. */
  readonly title: string;
  /** The specs it belongs to, each with the sentence of that spec that asks for it. */
  readonly from: Readonly<Partial<Record<Spec, string>>>;
  /** Rows of `docs/seeds.md` that it shows. */
  readonly rows: readonly number[];
  /** Checks that must have passed: where one of them failed, this one is not reached. */
  readonly needs: readonly string[];
  readonly play: Play;
  /** What it does to the program itself, which only works where we have started it. */
  readonly handles?: 'stop' | 'restart';
  /** Likely causes that only this check can see, the first that fits; before those of the dialect and of all. */
  readonly hints?: readonly Hint[];
}

/** How a check is played: a transcript or a function against a server, or a function against a client. */
export type Play =
  | { readonly kind: 'transcript'; readonly transcript: Transcript }
  | { readonly kind: 'server'; readonly run: (scene: Scene) => Promise<void> }
  | { readonly kind: 'client'; readonly run: (scene: ClientScene) => Promise<void> };

/** A likely cause of a failure, in a sentence or two for a student; undefined where it does not fit. */
export type Hint = (failed: Failed) => string | undefined;

/** All checks of one dialect for one side, in the order in which they are run and shown. */
export interface Suite {
  readonly dialect: string;
  readonly side: Side;
  /** The name of the protocol in a QUIC handshake (ALPN), where it can be carried by QUIC. */
  readonly alpn?: string;
  readonly checks: readonly Check[];
  /**
   * Puts a suffix behind the names in what a check says or hears, for a server that may know them from an earlier check.
   * Checks that ask the scene for unique names do without.
   */
  readonly rename?: (bytes: Pattern, suffix: string, side: 'says' | 'hears') => Pattern;
  /** Likely causes in this dialect, the first that fits. */
  readonly hints: readonly Hint[];
  /** Likely causes by the id of a check, where nothing nearer to the cause is known. */
  readonly causes: Readonly<Record<string, string>>;
}

/** The checks of a suite that belong to a spec. */
export const checksFor = ({ checks }: Suite, spec: Spec): readonly Check[] =>
  checks.filter(({ from }) => from[spec] !== undefined);
