/** Channels a user may be a member of. */
export const maxRooms = 250;
/** UTF-8 bytes of one message. Dialects whose frames hold less split it visibly. */
export const maxText = 16_384;
