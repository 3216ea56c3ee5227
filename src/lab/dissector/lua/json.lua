-- JSON with the position of each value: what a string, a number and an object of a PDU are, and where they stand.

local utf8_of = polylogue.text.utf8_of

local escapes = { b = "\b", f = "\f", n = "\n", r = "\r", t = "\t" }

-- Where the string at `at` ends: behind its quote. Nil when it is none.
local function string_end(bytes, at)
  local place = at + 1
  while true do
    place = bytes:find("[\"\\%c]", place)
    if not place then
      return nil
    end
    local byte = bytes:byte(place)
    if byte == 34 then
      return place + 1
    elseif byte == 92 then
      local escaped = bytes:sub(place + 1, place + 1)
      if escaped == "u" then
        if not bytes:find("^%x%x%x%x", place + 2) then
          return nil
        end
        place = place + 6
      elseif escaped ~= "" and ("\"\\/bfnrt"):find(escaped, 1, true) then
        place = place + 2
      else
        return nil
      end
    elseif byte == 127 then
      place = place + 1
    else
      return nil
    end
  end
end

-- The character of an escape, and the place behind it. Those beyond U+FFFF are pairs; half a pair is no character.
local function unicode_escape(written, at)
  local code = tonumber(written:sub(at + 2, at + 5), 16)
  if code < 0xd800 or code > 0xdfff then
    return utf8_of(code), at + 6
  end
  local low = code < 0xdc00 and written:match("^\\u([dD][c-fC-F]%x%x)", at + 6)
  if not low then
    return "\239\191\189", at + 6
  end
  return utf8_of(0x10000 + (code % 0x400) * 0x400 + tonumber(low, 16) % 0x400), at + 12
end

-- The text of a string without its quotes.
local function unescaped(written)
  if not written:find("\\", 1, true) then
    return written
  end
  local text, at = {}, 1
  while true do
    local place = written:find("\\", at, true)
    if not place then
      text[#text + 1] = written:sub(at)
      return table.concat(text)
    end
    text[#text + 1] = written:sub(at, place - 1)
    local escaped = written:sub(place + 1, place + 1)
    if escaped == "u" then
      text[#text + 1], at = unicode_escape(written, place)
    else
      text[#text + 1] = escapes[escaped] or escaped
      at = place + 2
    end
  end
end

local function number_end(bytes, at)
  for _, special in ipairs({ "NaN", "Infinity", "-Infinity" }) do
    if bytes:sub(at, at + #special - 1) == special then
      return at + #special
    end
  end
  local place = bytes:match("^%-?0()", at) or bytes:match("^%-?[1-9]%d*()", at)
  if not place then
    return nil
  end
  place = bytes:match("^%.%d+()", place) or place
  return bytes:match("^[eE][+-]?%d+()", place) or place
end

local function blanks_end(bytes, at)
  return bytes:match("^[ \t\r\n]*()", at)
end

local parse

local function parse_members(bytes, at, depth, value)
  local place = blanks_end(bytes, at + 1)
  local is_object = value.kind == "object"
  local closing = is_object and 125 or 93
  if bytes:byte(place) == closing then
    value.stop = place + 1
    return value
  end
  while true do
    local key, key_at
    if is_object then
      key_at = place
      local stop = bytes:byte(place) == 34 and string_end(bytes, place)
      if not stop then
        return nil
      end
      key = unescaped(bytes:sub(place + 1, stop - 2))
      place = blanks_end(bytes, stop)
      if bytes:byte(place) ~= 58 then
        return nil
      end
      place = blanks_end(bytes, place + 1)
    end
    local member = parse(bytes, place, depth - 1)
    if not member then
      return nil
    end
    member.key, member.key_at = key, key_at
    value.members[#value.members + 1] = member
    place = blanks_end(bytes, member.stop)
    local byte = bytes:byte(place)
    if byte == closing then
      value.stop = place + 1
      return value
    elseif byte ~= 44 then
      return nil
    end
    place = blanks_end(bytes, place + 1)
  end
end

-- The value at a place: `kind`, `start`, `stop`; `members` of objects and arrays, with their `key`; `value` of strings,
-- as written of numbers. Nil when there is none.
function parse(bytes, at, depth)
  local byte = bytes:byte(at)
  if byte == 123 or byte == 91 then
    if depth == 0 then
      return nil
    end
    return parse_members(bytes, at, depth, { kind = byte == 123 and "object" or "array", start = at, members = {} })
  elseif byte == 34 then
    local stop = string_end(bytes, at)
    return stop and { kind = "string", start = at, stop = stop, value = unescaped(bytes:sub(at + 1, stop - 2)) } or nil
  end
  for _, word in ipairs({ "true", "false", "null" }) do
    if bytes:sub(at, at + #word - 1) == word then
      return { kind = word == "null" and "null" or "boolean", start = at, stop = at + #word, value = word == "true" }
    end
  end
  local stop = number_end(bytes, at)
  return stop and { kind = "number", start = at, stop = stop, value = bytes:sub(at, stop - 1) } or nil
end

-- The last member of that name, as Python has it.
local function member(object, key)
  local found
  if object and object.kind == "object" then
    for _, each in ipairs(object.members) do
      found = each.key == key and each or found
    end
  end
  return found
end

-- The whole number a value is (1.0 is one, too), if doubles hold it.
local function integer(value)
  local number = value and value.kind == "number" and tonumber(value.value)
  if not number or number ~= number or math.abs(number) > 9007199254740991 or math.floor(number) ~= number then
    return nil
  end
  return math.floor(number)
end

polylogue.json = { parse = parse, member = member, integer = integer }
