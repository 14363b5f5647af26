// Where the server under test and its simulator listen.
export const SITE = "http://127.0.0.1:3190";
export const SIMULATOR = "http://127.0.0.1:12190";
