/** Channels a user may be a member of at most; the chat's setting may be lower. */
export const maxRooms = 250;
/** Characters of the id that a client gives to a request, so that a repeated request has no second effect. */
export const maxOnce = 64;
/** How many such ids are remembered per user, at least. */
export const maxOnceIds = 4096;
/** UTF-8 bytes of one message. Dialects whose frames hold less split it visibly. */
export const maxText = 16_384;
/** UTF-8 bytes of a reason: for removing a message, leaving or closing a room, a ban, a mute or a kick. */
export const maxReason = 512;
/** Different reactions to one message. */
export const maxReactions = 20;
/** Names looked at in one message to find whom it mentions. */
export const maxMentions = 16;
/** Users that a user may ignore. */
export const maxIgnored = 250;
/** UTF-8 bytes of the text that a user leaves when it goes away. */
export const maxAway = 256;
/** UTF-8 bytes of a channel's topic. */
export const maxTopic = 512;
/** Rows in one list of one room, or of the server. */
export const maxListed = 500;
/** Members that one ban may remove from a room. */
export const maxKicked = 1000;
/** Guests who have departed and may come back: at least this many of those that departed last. */
export const maxFormerGuests = 10_000;
