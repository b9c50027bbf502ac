// Socket.IO and nothing else: no login, nothing stored. node socketio-bare.js PORT
const http = require('http')
const { Server } = require('socket.io')

const io = new Server({ perMessageDeflate: false })

io.on('connection', (socket) => {
  socket.on('joinRoom', ({ room }, acknowledge) => {
    socket.join(room)
    acknowledge?.({ ok: true })
  })
  socket.on('sendMessage', ({ room, content }) => {
    io.to(room).emit('newMessage', { room, sender: 'u', content, id: 1 })
  })
})

const server = http.createServer((_request, response) => response.end())
io.attach(server)
server.listen(+process.argv[2], '127.0.0.1')
