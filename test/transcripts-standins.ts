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

/** The same for direct: whatever one `recv` gives is one message. */
export const directStandIn = `
import socket, sys, threading

names = {}
lock = threading.Lock()

def send(link, text):
    link.sendall((text + '\\n').encode())

def refusal(name):
    if name == '':
        return 'Invalid username. Connection closing.'
    if ':' in name:
        return 'Invalid username. Usernames cannot contain colons.'
    return 'Username already taken. Connection closing.' if name in names else None

def route(link, name, text):
    to, colon, said = (part.strip() for part in text.partition(':'))
    if colon == '':
        return send(link, 'Invalid format. Use: username: message')
    if to == '':
        return send(link, 'Invalid target. Use: username: message')
    if to == name:
        return send(link, 'You cannot send messages to yourself.')
    with lock:
        other = names.get(to)
    send(other or link, '[' + name + '] ' + said if other else 'User not found.')

def serve(link):
    name = link.recv(1024).decode().strip()
    why = refusal(name)
    try:
        if why is not None:
            return send(link, why)
        with lock:
            names[name] = link
        send(link, 'Welcome ' + name + '! You can now chat.')
        while True:
            data = link.recv(1024)
            if not data:
                return
            text = data.decode().strip()
            if text != '':
                route(link, name, text)
    except ConnectionError as error:
        print('[ERROR] Unexpected error for', name, error)
    finally:
        with lock:
            # Also that of somebody else, when the name was refused.
            names.pop(name, None)
        link.close()

listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('127.0.0.1', int(sys.argv[1])))
listener.listen()
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
`;
