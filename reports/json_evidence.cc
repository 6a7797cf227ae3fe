#include "reports/json_evidence.h"

#include <fmt/format.h>

#include <iterator>

#include "model/history/json_text.h"
#include "reports/json_trace.h"

namespace imstorm {
namespace {

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

template <class Items, class Value>
std::string list(const Items& items, const Value& value) {
  std::string out = "[";
  for (const auto& item : items) {
    if (out.size() > 1) out += ", ";
    out += value(item);
  }
  return out + "]";
}

std::string rows_json(const std::vector<std::vector<std::int64_t>>& rows) {
  return list(rows, [](const auto& row) {
    return "\n      " + list(row, [](std::int64_t n) { return fmt::format("{}", n); });
  });
}

std::string matrix_json(const DeliveryMatrix& matrix) {
  const auto message = [](const DeliveryMatrix::Message& m) {
    return fmt::format(
        "\n      {{\"name\": {}, \"conversation\": {}, \"sender\": {}, \"sent\": {}}}",
        quoted(m.name), quoted(m.conversation), quoted(m.sender), m.sent);
  };
  return fmt::format(
      "{{\n    \"devices\": {},\n    \"messages\": {},\n    \"consumed\": {},\n    \"after\": {},\n"
      "    \"left_out_devices\": {},\n    \"left_out_messages\": {}\n  }}",
      list(matrix.devices, [](const std::string& name) { return quoted(name); }),
      list(matrix.messages, message), rows_json(matrix.consumed), rows_json(matrix.after),
      matrix.left_out_devices, matrix.left_out_messages);
}

std::string twin_json(const Result& r) {
  const Result::Twin& twin = *r.twin;
  return fmt::format(
      "{{\n    \"without\": {},\n    \"fault\": {},\n    \"verdict\": \"{}\",\n    \"mended\": "
      "{},\n"
      "    \"parts_at\": {},\n    \"parts_at_ns\": {},\n    \"trace\": {}\n  }}",
      quoted(twin.without), twin.band, kOutcomeNames[static_cast<std::size_t>(twin.outcome)],
      quoted(twin.mended), parting_in_file(r), twin.parts_at_ns, twin_trace_json(r));
}

}  // namespace

std::vector<std::pair<std::string, std::string>> evidence_json(const Result& result) {
  std::vector<std::pair<std::string, std::string>> parts;
  if (!result.matrix.devices.empty()) parts.emplace_back("matrix", matrix_json(result.matrix));
  if (result.twin) parts.emplace_back("twin", twin_json(result));
  return parts;
}

}  // namespace imstorm
