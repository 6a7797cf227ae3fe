#include "reports/inert.h"

#include <cstdint>

namespace imstorm {
namespace {

unsigned char byte_at(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
}

/// Bytes of the character that begins at `i`, or 0 if it is a control character or malformed.
std::size_t visible_bytes(std::string_view text, std::size_t i) {
  const unsigned char first = byte_at(text, i);
  if (first < 0x80) return first >= 0x20 && first != 0x7f ? 1 : 0;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return 0;
  const unsigned char second = byte_at(text, i + 1);
  for (std::size_t k = 1; k < length; ++k) {
    if ((byte_at(text, i + k) & 0xc0) != 0x80) return 0;
  }
  // Over-long forms, surrogates, past the last code point (RFC 3629); C1 controls.
  if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f)) return 0;
  if ((first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f)) return 0;
  if (first == 0xc2 && second < 0xa0) return 0;
  return length;
}

void calm(std::string& text) { text = inert(text); }
void calm(std::vector<std::string>& texts) {
  for (std::string& text : texts) calm(text);
}

}  // namespace

std::string inert(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = visible_bytes(text, i);
    if (length == 0) {
      out += '?';
    } else {
      out += text.substr(i, length);
    }
    i += length == 0 ? 1 : length;
  }
  return out;
}

Result inert(Result result) {
  for (std::string* text : {&result.mode, &result.version, &result.scenario, &result.path,
                            &result.title, &result.replay, &result.expected, &result.headline}) {
    calm(*text);
  }
  for (auto& [key, value] : result.config) {
    calm(key);
    calm(value);
  }
  for (Result::Law& law : result.laws) {
    calm(law.verdict.because);
    calm(law.verdict.permitted_because);
    calm(law.expected);
  }
  calm(result.strategy);
  for (Finding& finding : result.findings) {
    for (std::string* text : {&finding.signature, &finding.headline, &finding.strategy,
                              &finding.case_path, &finding.replay}) {
      calm(*text);
    }
  }
  calm(result.case_path);
  calm(result.fault_sentences);
  for (Result::FaultCount& fault : result.faults) calm(fault.kind);
  for (Result::Latency& series : result.latency) calm(series.name);
  for (Result::Limit& limit : result.limits) calm(limit.what);
  calm(result.names.users);
  calm(result.names.devices);
  calm(result.names.convs);
  calm(result.names.processes);
  calm(result.names.bodies);
  calm(result.names.signals);
  return result;
}

}  // namespace imstorm
