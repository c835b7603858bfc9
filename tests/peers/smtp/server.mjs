// A real mail server for the stories in tests/it/mail: takes what Plein sends, reads it with a mail reader's parser, and
// prints each mail as one line of JSON. The first line says on which port it listens. It ends with its standard input.
//
// Options, as JSON in the first argument:
//   port               0 for any that is free
//   key, cert          PEM files; with them the server offers STARTTLS
//   user, password     with them nobody sends without
//
// What it answers follows from the address: `unknown@…` 550, `full@…` 552, `later@…` 451 at the first try.
import { readFileSync } from 'node:fs';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

const options = JSON.parse(process.argv[2] ?? '{}');
const say = (line) => process.stdout.write(JSON.stringify(line) + '\n');
const refusal = (code, text) => Object.assign(new Error(text), { responseCode: code });
const wants = { user: options.user, password: options.password };
const asked = new Set();

function answer(address) {
  const [name] = address.split('@');
  if (name === 'unknown') return refusal(550, '5.1.1 Nobody here is called that');
  if (name === 'full') return refusal(552, '5.2.2 The mailbox is full');
  if (name === 'later' && !asked.has(address)) {
    asked.add(address);
    return refusal(451, '4.7.1 Please come back later');
  }
  return null;
}

const server = new SMTPServer({
  secure: false,
  logger: false,
  disabledCommands: options.cert ? [] : ['STARTTLS'],
  ...(options.cert ? { key: readFileSync(options.key), cert: readFileSync(options.cert) } : {}),
  authOptional: !options.user,
  onAuth({ username, password }, session, done) {
    const isRight = username === wants.user && password === wants.password;
    say({ event: 'auth', secure: session.secure, isRight });
    done(isRight ? null : refusal(535, '5.7.8 Wrong user or password'), { user: username });
  },
  onRcptTo({ address }, _session, done) {
    const refused = answer(address);
    if (refused) say({ event: 'refused', to: address, code: refused.responseCode });
    done(refused);
  },
  onData(stream, session, done) {
    const chunks = [];
    stream.on('data', (chunk) => chunks.push(chunk));
    stream.on('end', async () => {
      const raw = Buffer.concat(chunks);
      const mail = await simpleParser(raw);
      say({
        event: 'mail',
        secure: session.secure,
        user: session.user ?? null,
        to: session.envelope.rcptTo.map(({ address }) => address),
        subject: mail.subject,
        from: mail.from.value[0],
        date: mail.date.toISOString(),
        messageId: mail.messageId,
        autoSubmitted: mail.headers.get('auto-submitted'),
        language: mail.headers.get('content-language'),
        text: mail.text,
        html: mail.html,
        raw: raw.toString('latin1'),
      });
      done();
    });
  },
});

server.on('error', (error) => console.error(error.message));
server.listen(options.port ?? 0, '127.0.0.1', () => say({ event: 'ready', port: server.server.address().port }));
process.stdin.on('end', () => process.exit(0)).resume();
