/** Where `npm start` keeps what it runs; tells a control plane that the launcher started it. */
export const RUN_FOLDER = "HEADGATE_RUN_FOLDER";
