/** The built site. */
export const FOLDER: string = process.env["SITE"] ?? "site";
