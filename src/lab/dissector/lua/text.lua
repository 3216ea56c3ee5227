-- Bytes as text.

local unknown = "\239\191\189" -- U+FFFD
local ellipsis = "\226\128\166"

-- The bytes of the character that begins at a place, and whether they are one: RFC 3629. Of what is none, as many bytes
-- as may still begin one, as Wireshark and browsers do.
local function character(bytes, at)
  local lead = bytes:byte(at)
  if lead < 0x80 then
    return 1, true
  end
  if lead < 0xc2 or lead > 0xf4 then
    return 1, false
  end
  local length = lead < 0xe0 and 2 or lead < 0xf0 and 3 or 4
  local least = lead == 0xe0 and 0xa0 or lead == 0xf0 and 0x90 or 0x80
  local most = lead == 0xed and 0x9f or lead == 0xf4 and 0x8f or 0xbf
  for nth = 1, length - 1 do
    local byte = bytes:byte(at + nth)
    if not byte or byte < least or byte > most then
      return nth, false
    end
    least, most = 0x80, 0xbf
  end
  return length, true
end

-- Where the first byte stands that is not UTF-8; nil when all is.
local function invalid_at(bytes)
  local at = bytes:find("[\128-\255]")
  while at do
    local length, valid = character(bytes, at)
    if not valid then
      return at
    end
    at = bytes:find("[\128-\255]", at + length)
  end
  return nil
end

-- How many bytes at the end begin a character that is not complete.
local function cut_at_end(bytes)
  for back = 1, math.min(3, #bytes) do
    local byte = bytes:byte(-back)
    if byte >= 0xc2 and byte <= 0xf4 then
      local length = byte < 0xe0 and 2 or byte < 0xf0 and 3 or 4
      return back < length and back or 0
    end
    if byte < 0x80 or byte > 0xbf then
      return 0
    end
  end
  return 0
end

-- UTF-8 that Wireshark can be given: what is none is U+FFFD, and 00, which would end it, is its picture.
local function clean(bytes)
  if bytes:find("\0", 1, true) then
    bytes = bytes:gsub("\0", "\226\144\128")
  end
  if not invalid_at(bytes) then
    return bytes
  end
  local pieces, at = {}, 1
  while at <= #bytes do
    local length, valid = character(bytes, at)
    pieces[#pieces + 1] = valid and bytes:sub(at, at + length - 1) or unknown
    at = at + length
  end
  return table.concat(pieces)
end

local function picture(control)
  return control == "\127" and "\226\144\161" or "\226\144" .. string.char(0x80 + control:byte())
end

-- A text for the Info column and for labels, on one line and not longer than so many bytes: control characters are their
-- pictures, and those that turn the direction of text are U+FFFD.
local function shown(bytes, most)
  most = most or 120
  local text = clean(bytes:sub(1, most))
  if #bytes > most then
    local cut = cut_at_end(bytes:sub(1, most))
    text = clean(bytes:sub(1, most - cut)) .. ellipsis
  end
  text = text:gsub("[%c\127]", picture)
  text = text:gsub("\194[\128-\159]", unknown)
  text = text:gsub("\226\128[\142\143\170-\174]", unknown)
  text = text:gsub("\226\129[\166-\169]", unknown)
  return text
end

-- What a code point is in UTF-8.
local function utf8_of(code)
  if code < 0x80 then
    return string.char(code)
  end
  local high = math.floor(code / 0x40)
  local last = string.char(0x80 + code % 0x40)
  if code < 0x800 then
    return string.char(0xc0 + high) .. last
  end
  local higher = math.floor(high / 0x40)
  last = string.char(0x80 + high % 0x40) .. last
  if code < 0x10000 then
    return string.char(0xe0 + higher) .. last
  end
  return string.char(0xf0 + math.floor(higher / 0x40), 0x80 + higher % 0x40) .. last
end

-- Where a text begins and ends without the blanks around it: from, to; to is below from when it is blank.
local function trimmed(bytes, from, to)
  while from <= to and bytes:find("^[ \t\v\f\r\n]", from) do
    from = from + 1
  end
  while to >= from and bytes:find("^[ \t\v\f\r\n]", to) do
    to = to - 1
  end
  return from, to
end

-- 1 byte, 2 bytes
local function count(number, noun)
  return number .. " " .. noun .. (number == 1 and "" or "s")
end

polylogue.text = {
  invalid_at = invalid_at,
  cut_at_end = cut_at_end,
  clean = clean,
  shown = shown,
  utf8_of = utf8_of,
  trimmed = trimmed,
  count = count,
}
