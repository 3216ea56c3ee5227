/** What the original nick server does, as far as it is known, in the original's language: see `OriginalServer`. */
export const nickStandIn = `
import os, signal, socket, struct, sys, threading

names = {}
lock = threading.Lock()

def send(link, text):
    link.sendall(struct.pack('!H', len(text)) + text.encode('ascii'))

def serve(link):
    send(link, 'HELLO')
    name = None
    while True:
        text = link.recv(1024).decode()
        if text == '':
            # The original goes on for ever here, at full speed, and keeps the name.
            threading.Event().wait()
        if text.startswith('NICK'):
            wanted = text[4:].strip(' ')
            with lock:
                taken = wanted in names
                if not taken:
                    names.pop(name, None)
                    name = wanted
                    names[name] = link
            send(link, 'RETRY' if taken else 'READY')
        elif text.startswith('BYE'):
            with lock:
                names.pop(name, None)
            link.close()
            return
        else:
            with lock:
                others = [other for other in names.values() if other is not link]
            for other in others:
                send(other, name + ': ' + text)

listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind((sys.argv[1], int(sys.argv[2])))
listener.listen(5)
print('Listening on port', sys.argv[2], 'pid', os.getpid(), 'in', os.getcwd(), flush=True)
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
`;
