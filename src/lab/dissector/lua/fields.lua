-- Adds texts to the tree.

local text = polylogue.text

-- A text as it stands in the packet, from a place to the one behind it, or what those bytes `mean`. Tells of bytes that
-- are not UTF-8. Returns it as the Info column may show it, and its item.
function polylogue.add_text(dialect, item, field, view, from, to, mean)
  local bytes = mean or view.bytes:sub(from, to - 1)
  local part
  if to == from then
    part = item:add(field, "")
  elseif mean or bytes:find("\0", 1, true) then
    -- Wireshark ends a text at 00, and calls the rest stray.
    part = item:add(field, view.range(from, to), text.clean(bytes))
  else
    part = item:add_packet_field(field, view.range(from, to), polylogue.utf8)
  end
  local wrong = text.invalid_at(bytes)
  if wrong then
    local sentence = string.format("Byte %02x at offset %d of this text is not UTF-8", bytes:byte(wrong), wrong - 1)
    part:add_proto_expert_info(dialect.experts.invalid_utf8, sentence)
  end
  return text.shown(bytes), part
end

-- A password, with a word about it unless it was masked.
function polylogue.add_password(dialect, item, field, view, from, to)
  local _, part = polylogue.add_text(dialect, item, field, view, from, to)
  if view.bytes:sub(from, to - 1):find("[^*]") then
    part:add_proto_expert_info(dialect.experts.password)
  end
end

-- A whole number, if the field can hold it; its text otherwise is `field_text`.
function polylogue.add_number(item, field, view, from, to, number)
  if number and number >= 0 and number <= 0xffffffff and math.floor(number) == number then
    return item:add(field, view.range(from, to), math.floor(number))
  end
  return nil
end
