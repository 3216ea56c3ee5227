/** UTF-16 units of the name of a user or a room in a request: more than the chat allows, which judges them. */
export const maxName = 256;
/** UTF-16 units of a password, likewise. */
export const maxPassword = 1024;
/** UTF-16 units of a reason, of the text of an absence, and of a mask. */
export const maxReason = 512;
