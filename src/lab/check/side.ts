/** Which end of the protocol the program under test is. */
export type Side = 'server' | 'client';
