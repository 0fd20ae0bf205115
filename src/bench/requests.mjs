// The requests of "vsecret list" and "vsecret rotate --revoke-old", without the safety.
import { readFileSync, writeFileSync } from "node:fs";

const [action, file] = process.argv.slice(2);
const settings = Object.fromEntries(
  readFileSync(file, "utf8").trim().split("\n").map((line) => line.split("=")));
const key = settings.VONAGE_API_KEY;
const url = `${process.env.VSECRET_BASE_URL}/accounts/${key}/secrets`;
const ask = async (secret, method = "GET", path = "", body = undefined) => {
  const authorization = "Basic " + Buffer.from(`${key}:${secret}`).toString("base64");
  const headers = { authorization, "content-type": "application/json" };
  const reply = await fetch(url + path, { method, headers, body });
  if (!reply.ok) throw new Error(`HTTP ${reply.status}`);
  return reply.status === 204 ? {} : reply.json();
};
const old = settings.VONAGE_API_SECRET;
const before = (await ask(old))._embedded.secrets;
if (action === "list") {
  for (const secret of before) console.log(secret.id, secret.created_at);
} else {
  const secret = "Aa1" + crypto.randomUUID().replaceAll("-", "").slice(0, 20);
  await ask(old, "POST", "", JSON.stringify({ secret }));
  await ask(secret);
  await ask(secret);
  writeFileSync(file, `VONAGE_API_KEY=${key}\nVONAGE_API_SECRET=${secret}\n`);
  await ask(secret, "DELETE", "/" + before[0].id);
}
