// Express, Socket.IO and SQLite, with the work that WeConnect does as well: a session for each
// socket, membership, a synced commit before the acknowledgement, news of who comes in.
// node express-socketio-sqlite.js PORT FILE USERS ROOMS MESSAGES
const express = require('express')
const http = require('http')
const { Server } = require('socket.io')
const Database = require('better-sqlite3')

const [port, file, users, rooms, messages] = process.argv.slice(2).map((word) => (isNaN(word) ? word : +word))

const db = new Database(file)
db.pragma('journal_mode = wal')
db.pragma('synchronous = full')
db.exec(`
  create table if not exists users (id integer primary key, name text);
  create table if not exists sessions (token text primary key, user_id int);
  create table if not exists rooms (id integer primary key, name text unique, last_seq int default 0);
  create table if not exists members (room_id int, user_id int, primary key (room_id, user_id));
  create table if not exists messages (id integer primary key, room_id int, seq int, sender_id int, content text,
    client_id text, created_at real, unique (room_id, seq), unique (sender_id, client_id));
`)

const findUser = db.prepare(
  'select u.id, u.name from sessions s join users u on u.id = s.user_id where token = ?')
const findRoom = db.prepare(
  'select r.id, r.name from rooms r join members m on m.room_id = r.id where r.name = ? and m.user_id = ?')
const countUp = db.prepare('update rooms set last_seq = last_seq + 1 where id = ? returning last_seq')
const insert = db.prepare(
  'insert into messages (room_id, seq, sender_id, content, client_id, created_at) values (?, ?, ?, ?, ?, ?)')
const newest = db.prepare('select * from messages where room_id = ? order by seq desc limit 50')

const post = db.transaction((room, user, content, clientId) => {
  const seq = countUp.get(room).last_seq
  const createdAt = Date.now() / 1000
  const { lastInsertRowid } = insert.run(room, seq, user, content, clientId, createdAt)
  return { id: Number(lastInsertRowid), seq, createdAt }
})

function seed() {
  db.transaction(() => {
    const user = db.prepare('insert into users values (?, ?)')
    const session = db.prepare('insert into sessions values (?, ?)')
    const member = db.prepare('insert into members values (?, ?)')
    const room = db.prepare('insert into rooms (name) values (?)')
    for (let r = 0; r < rooms; r++) room.run('room' + r)
    for (let u = 1; u <= users; u++) {
      user.run(u, 'user' + u)
      session.run('tok' + u, u)
      member.run(((u - 1) % rooms) + 1, u)
    }
  })()
  for (let r = 1; r <= rooms; r++) {
    db.transaction(() => {
      for (let m = 1; m <= messages; m++) post(r, r, 'What was said before. '.repeat(3), `${r}-${m}`)
    })()
  }
}

// After a restart everything is there already.
if (!db.prepare('select 1 from users').get()) seed()

const server = http.createServer(express())
const io = new Server(server, { perMessageDeflate: false })

io.use((socket, next) => {
  const token = /sid=(\w+)/.exec(socket.request.headers.cookie || '')
  socket.user = token && findUser.get(token[1])
  next(socket.user ? undefined : new Error('unauthorized'))
})

io.on('connection', (socket) => {
  socket.on('joinRoom', (data, acknowledge) => {
    const room = findRoom.get(data.room, socket.user.id)
    if (!room) return acknowledge?.({ ok: false })
    socket.join('r' + room.id)
    socket.to('r' + room.id).emit('userJoined', { room: room.name, user: socket.user })
    acknowledge?.({ ok: true, messages: newest.all(room.id) })
  })

  socket.on('sendMessage', (data, acknowledge) => {
    const { content, clientId } = data
    const room = findRoom.get(data.room, socket.user.id)
    const valid = typeof content === 'string' && content && content.length <= 4000
    if (!room || !valid || !socket.rooms.has('r' + room.id)) return acknowledge?.({ ok: false })
    const message = {
      ...post(room.id, socket.user.id, content, clientId), room: room.name, sender: socket.user, content, clientId,
    }
    io.to('r' + room.id).emit('newMessage', message)
    acknowledge?.({ ok: true, message })
  })
})

server.listen(port, '127.0.0.1')
