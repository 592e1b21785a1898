/** Tests that ask for something that has no answer here, by a part of their name, each with its reason. */
export const noAnswer: readonly (readonly [string, string])[] = [];
