// A living instance of the fediverse for the stories in tests/it/fediverse: one person on Fedify, an ActivityPub server framework
// that is none of ours. It checks the signature of everything that comes in by itself, and prints what it then believes as one
// line of JSON. The first line says on which port it listens. It reads orders as lines of JSON and ends with its standard input.
//
//   {"do": "follow", "handle": "@group@host"}        looks the handle up, follows the actor
//   {"do": "unfollow"}                                follows it no more
//   {"do": "fetch", "id": "…"}                        fetches an object and says what it reads in it
//   {"do": "answer", "to": "…", "content": "<p>…"}    answers an object, to its group
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { createFederation, generateCryptoKeyPair, MemoryKvStore } from '@fedify/fedify';
import {
  Accept, Announce, Create, Delete, Endpoints, Follow, isActor, Mention, Note, Person, PUBLIC_COLLECTION, Undo, Update,
} from '@fedify/fedify/vocab';

const { origin } = JSON.parse(process.argv[2]);
const say = (line) => process.stdout.write(JSON.stringify(line) + '\n');
const keys = [await generateCryptoKeyPair('RSASSA-PKCS1-v1_5')];
const me = { identifier: 'fee' };
let group = null;
let follow = null;

const federation = createFederation({ kv: new MemoryKvStore(), allowPrivateAddress: true });

federation
  .setActorDispatcher('/users/{identifier}', async (context, identifier) => {
    if (identifier !== me.identifier) return null;
    const [pair] = await context.getActorKeyPairs(identifier);
    return new Person({
      id: context.getActorUri(identifier),
      preferredUsername: identifier,
      name: 'Fee de Vries',
      inbox: context.getInboxUri(identifier),
      endpoints: new Endpoints({ sharedInbox: context.getInboxUri() }),
      publicKey: pair.cryptographicKey,
    });
  })
  .setKeyPairsDispatcher((_, identifier) => (identifier === me.identifier ? keys : []));

const heard = (kind) => (_, activity) =>
  say({ event: kind, id: activity.id?.href, actor: activity.actorId?.href, object: activity.objectId?.href });

const inbox = federation.setInboxListeners('/users/{identifier}/inbox', '/inbox');
for (const [kind, type] of Object.entries({ Accept, Announce, Create, Delete, Update, Undo })) inbox.on(type, heard(kind));
inbox.onError((_, error) => say({ event: 'error', text: String(error) }));

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const asked = new Request(new URL(request.url, origin), {
    method: request.method,
    headers: Object.entries(request.headers),
    body: ['GET', 'HEAD'].includes(request.method) ? undefined : Buffer.concat(chunks),
  });
  const answer = await federation.fetch(asked, { contextData: undefined });
  if (answer.status >= 400) say({ event: 'refused', path: request.url, status: answer.status });
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
});

const orders = {
  async follow(context, { handle }) {
    group = await context.lookupObject(handle);
    if (!isActor(group)) throw new Error(`${handle} is no actor`);
    follow = new Follow({
      id: new URL(`/follows/${crypto.randomUUID()}`, origin), actor: context.getActorUri(me.identifier), object: group.id,
    });
    await context.sendActivity(me, group, follow);
    const key = await group.getPublicKey();
    return { type: group.constructor.name, id: group.id.href, name: String(group.name), owner: key?.ownerId?.href };
  },
  async unfollow(context) {
    const undo = new Undo({
      id: new URL(`/undos/${crypto.randomUUID()}`, origin), actor: context.getActorUri(me.identifier), object: follow,
    });
    await context.sendActivity(me, group, undo);
    return {};
  },
  async fetch(context, { id }) {
    const loader = await context.getDocumentLoader(me);
    const object = await context.lookupObject(id, { documentLoader: loader });
    if (object == null) return { type: null };
    return {
      type: object.constructor.name,
      id: object.id.href,
      name: object.name == null ? null : String(object.name),
      content: object.content == null ? null : String(object.content),
      by: object.attributionId?.href,
      to: object.toIds.map((one) => one.href),
      answers: object.replyTargetId?.href,
    };
  },
  async answer(context, { to, content }) {
    const actor = context.getActorUri(me.identifier);
    const id = new URL(`/notes/${crypto.randomUUID()}`, origin);
    const note = new Note({
      id, attribution: actor, replyTarget: new URL(to), content, to: PUBLIC_COLLECTION, cc: group.id,
      tags: [new Mention({ href: group.id, name: `@${group.preferredUsername}` })],
    });
    const create = new Create({ id: new URL(`${id.href}#create`), actor, object: note, to: PUBLIC_COLLECTION, cc: group.id });
    await context.sendActivity(me, group, create);
    return { id: id.href };
  },
};

server.listen(0, '127.0.0.1', () => say({ port: server.address().port }));
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  const context = federation.createContext(new URL(origin), undefined);
  try {
    say({ event: 'done', did: order.do, ...(await orders[order.do](context, order)) });
  } catch (error) {
    say({ event: 'failed', did: order.do, text: String(error?.stack ?? error) });
  }
}
process.exit(0);
