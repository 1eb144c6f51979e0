"""Runs programs on a pseudo-terminal. One JSON command per line on standard input, one JSON answer per line on standard output."""
import fcntl, json, os, pty, select, signal, struct, sys, termios, time

child = None
screen = ""


def pump(seconds):
    """Reads what the program writes, for so long at most; False when it is over."""
    global screen
    ready, _, _ = select.select([child["fd"]], [], [], seconds)
    if not ready:
        return True
    try:
        data = os.read(child["fd"], 65536)
    except OSError:
        return False
    if not data:
        return False
    screen += data.decode("utf-8", "replace")
    return True


def spawn(command):
    global child, screen
    screen = ""
    # The slave stays open here, so that the state of the terminal can be asked after the program is gone.
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", command["rows"], command["columns"], 0, 0))
    pid = os.fork()
    if pid == 0:
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        for number in (0, 1, 2):
            os.dup2(slave, number)
        os.chdir(command["cwd"])
        os.execvpe(command["argv"][0], command["argv"], {**os.environ, **command["env"]})
    child = {"pid": pid, "fd": master, "slave": slave, "status": None}
    return {}


def expect(command):
    """Waits until a text has been written after what was expected before."""
    global screen
    end = time.time() + command["seconds"]
    while command["text"] not in screen:
        left = end - time.time()
        if left <= 0 or (not pump(min(left, 0.05)) and command["text"] not in screen):
            return {"found": False, "screen": screen}
    seen = screen
    screen = screen[screen.index(command["text"]) + len(command["text"]):]
    return {"found": True, "screen": seen}


def wait(command):
    end = time.time() + command["seconds"]
    while time.time() < end:
        pump(0.01)
        pid, status = os.waitpid(child["pid"], os.WNOHANG)
        if pid:
            while pump(0.0) and select.select([child["fd"]], [], [], 0)[0]:
                pass
            return {"code": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None, "screen": screen}
    os.kill(child["pid"], signal.SIGKILL)
    os.waitpid(child["pid"], 0)
    return {"code": None, "hung": True, "screen": screen}


def modes(command):
    flags = termios.tcgetattr(child["slave"])[3]
    return {"echo": bool(flags & termios.ECHO), "lines": bool(flags & termios.ICANON), "signals": bool(flags & termios.ISIG)}


def close(command):
    os.close(child["fd"])
    os.close(child["slave"])
    return {}


def kill(command):
    """Kills it after so many milliseconds, without looking at it in between."""
    time.sleep(command["after"] / 1000)
    os.kill(child["pid"], getattr(signal, command["signal"]))
    return {}


def send(command):
    os.write(child["fd"], command["keys"].encode())
    return {}


for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = {"spawn": spawn, "expect": expect, "send": send, "wait": wait, "modes": modes, "kill": kill, "close": close}[request["do"]](request)
    except Exception as error:
        answer = {"error": repr(error)}
    print(json.dumps(answer), flush=True)
