/** Two people who may chat. */
export const pair = `
  alice opens direct
  alice C: alice\\n
  alice S: Welcome alice! You can now chat.\\n
  bob opens direct
  bob C: bob\\n
  bob S: Welcome bob! You can now chat.\\n
`;
