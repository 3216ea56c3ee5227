-- Commands that people type behind a slash, on nick, direct and tsam alike: which there are, and where a secret is in one.

-- What may stand between two words.
local between = { nick = "[%s]", direct = "[%s]", tsam = "[%s,]" }

-- The place behind the word that begins at `at` and the spaces after it.
local function next_word(content, at, space)
  local stop = content:find(space, at)
  return stop and content:find("[^" .. space:sub(2), stop)
end

-- Whether there is such a command. `word`: with its slash.
function polylogue.is_typed(word)
  return tables.typed.commands[word:sub(2):lower()] == true and word:sub(1, 1) == "/"
end

-- Where the secret of a command begins that begins at `from`, or nil: `/register PASSWORD`, `/reset CODE PASSWORD`,
-- `/join ROOM KEY`, `/set [ROOM] key KEY`.
function polylogue.secret_at(name, content, from)
  local space = between[name]
  local word = content:match("^/(%a+)", from)
  local first = word and next_word(content, from, space)
  word = word and word:lower()
  if not first then
    return nil
  elseif word == "register" or word == "reset" then
    return first
  elseif word == "join" then
    return next_word(content, first, space)
  elseif word == "set" then
    local setting = content:sub(first, first) == "#" and next_word(content, first, space) or first
    return content:find("^[Kk][Ee][Yy]" .. space, setting) and next_word(content, setting, space)
  end
  return nil
end
