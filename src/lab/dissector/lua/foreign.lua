-- What comes over a claimed port and is another protocol: found by the first bytes that are seen of a connection.

local methods = { "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE" }
for _, method in ipairs(methods) do
  methods[method] = true
end

-- Bytes of a request line behind which no end of it is waited for: a classroom's message `GET /index.html` without any
-- line end is none.
local long_line = 512

local function is_http(bytes)
  if bytes:find("^HTTP/%d") or bytes:find("^PRI %* HTTP/2%.0\r\n") then
    return true
  end
  local method, rest = bytes:match("^(%u+) ([^\n]+)")
  if not method or not methods[method] then
    return false
  end
  if bytes:find("\n", 1, true) then
    return rest:find(" HTTP/%d%.%d\r?$") ~= nil
  end
  return #rest >= long_line and rest:find("^[/*h]") ~= nil
end

-- "http", or "other" for what Wireshark recognises by itself.
function polylogue.foreign(bytes)
  if is_http(bytes) then
    return "http"
  end
  if bytes:find("^\22\3[\0-\4]") or bytes:find("^SSH%-%d") then
    return "other"
  end
  return nil
end

-- Passes a packet on; returns what its dissector took, 0 for nothing.
function polylogue.hand_over(kind, tvb, pinfo, tree)
  if kind ~= "http" then
    return 0
  end
  -- HTTP may ask for more segments as we may. Wireshark takes 1 off for each dissector between TCP and the one it calls.
  if pinfo.can_desegment > 0 then
    pinfo.can_desegment = 2
  end
  -- What is malformed to HTTP is shown by then, and told us by an error.
  local done, taken = pcall(Dissector.call, Dissector.get("http"), tvb, pinfo, tree)
  return done and taken or tvb:len()
end
