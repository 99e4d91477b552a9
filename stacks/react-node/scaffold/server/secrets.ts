/** Passwords and session tokens: what a database may hold of them, and how they are compared. */
import { createHash, randomBytes, scrypt as scryptOf, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const scrypt = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scryptOf);
const COST = { N: 16384, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const LENGTH = 32;

/** A salted hash of a password, to be stored as text. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await scrypt(password.normalize("NFC"), salt, LENGTH, COST);
  return `scrypt$${salt.toString("base64url")}$${hash.toString("base64url")}`;
}

/** Whether it is the password of that hash. Without a hash it takes as long and is false: nobody learns who is known. */
export async function isPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  const [, salt = "", hash = ""] = (stored ?? "").split("$");
  const expected = Buffer.from(hash, "base64url");
  const actual = await scrypt(password.normalize("NFC"), Buffer.from(salt, "base64url"), LENGTH, COST);
  return expected.length === LENGTH && timingSafeEqual(expected, actual);
}

/** A new secret for a session cookie. Only its digest is stored. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is stored of a token. */
export function digest(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
