#include "tests/reports/sample_trace.h"

#include <nlohmann/json.hpp>

#include "reports/json.h"
#include "tests/reports/sample_results.h"

namespace imstorm {
namespace {

// Steps: 0 alice writes m2, 1 the gateway receives it, 2 bob consumes it, 3 alice's timer, 4 the
// gateway receives it again, 5 bob consumes it again. Packet 2 is the lost acknowledgement.
constexpr const char* kTrace = R"json({
  "roles": ["device", "gateway"], "inputs": ["write", "receive", "timer"],
  "fates": ["delivered", "lost"], "frames": ["SEND", "DATA", "SEND_ACK"],
  "strings": ["m2", "alice.phone sends m2 to family", "bob.phone consumes m2 (seq 2)", "try 2"],
  "lanes": [
    {"name": "alice.phone", "role": "device", "user": "alice", "workers": 0, "skew": 0},
    {"name": "bob.phone", "role": "device", "user": "bob", "workers": 0, "skew": 180000000},
    {"name": "gateway-1", "role": "gateway", "user": null, "workers": 2, "skew": 0}],
  "bands": [{"kind": "loss", "sentence": "loss 50%", "from": 400000000, "until": 500000000,
             "effective": true, "lanes": [2]}],
  "violations": [{"law": "exactly-once", "because": "bob.phone consumed m2 twice",
                  "expected": false, "step": 5, "witnesses": [2, 5],
                  "lineage": [0, 1, 2, 3, 4, 5], "lost": [2], "faults": [0]}],
  "story": [
    {"n": 1, "step": 0, "at": 400000000, "actor": "alice.phone",
     "text": "alice.phone sends m2 to family", "witness": false},
    {"n": 2, "step": 2, "at": 420000000, "actor": "bob.phone",
     "text": "bob.phone consumes m2 (seq 2)", "witness": true},
    {"n": 3, "step": 5, "at": 820000000, "actor": "bob.phone",
     "text": "bob.phone consumes m2 (seq 2)", "witness": true}],
  "left_out": 0,
  "steps": {
    "at": [400000000, 410000000, 420000000, 800000000, 810000000, 820000000],
    "lane": [0, 2, 1, 0, 2, 1], "worker": [-1, 0, -1, -1, 1, -1],
    "input": [0, 1, 1, 2, 1, 1], "cause": [-1, 0, 1, 0, 3, 4],
    "packet": [-1, 0, 1, -1, 3, 4], "fault": [-1, -1, -1, -1, -1, -1],
    "what": [1, -1, 2, -1, -1, 2]},
  "packets": {
    "frame": [0, 1, 2, 0, 1], "conv": [-1, -1, -1, -1, -1], "body": [0, 0, 0, 0, 0],
    "detail": [-1, -1, -1, 3, -1], "from": [0, 2, 2, 0, 2], "to": [2, 1, 0, 2, 1],
    "socket": [0, 0, 0, 0, 0], "bytes": [120, 130, 20, 120, 130],
    "left": [400000000, 410000000, 410000000, 800000000, 810000000],
    "ended": [410000000, 420000000, 415000000, 810000000, 820000000],
    "sent": [0, 1, 1, 3, 4], "received": [1, 2, -1, 4, 5], "fate": [0, 0, 1, 0, 0],
    "copy": [0, 0, 0, 0, 0], "late": [0, 0, 0, 0, 0], "fault": [-1, -1, 0, -1, -1],
    "by": [-1, -1, -1, -1, -1]}})json";

}  // namespace

std::string sample_with_trace() {
  nlohmann::ordered_json json = nlohmann::ordered_json::parse(json_report(broken_result()));
  json["trace"] = nlohmann::ordered_json::parse(kTrace);
  return json.dump();
}

std::string sample_with(const std::string& from, const std::string& to) {
  std::string text = sample_with_trace();
  const std::size_t at = text.find(from);
  return at == text.npos ? "no such text: " + from : text.replace(at, from.size(), to);
}

}  // namespace imstorm
