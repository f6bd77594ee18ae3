// SPDX-License-Identifier: LGPL-2.1-or-later
// The updater's other texts: its configuration, how far a run has come, and times of HTTP.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "ramctl/update/http_time.h"
#include "ramctl/update/run_log.h"
#include "ramctl/update/settings.h"

namespace {

using namespace ramctl::update;

void read_settings_text(std::string_view text) {
    try {
        const Settings settings = parse_settings(text, "f");
        if (!settings.url.starts_with("https://") || settings.parallel == 0 ||
            settings.ranges.last < settings.ranges.first)
            std::abort();
    } catch (const ConfigError& error) {
        if (!std::string_view(error.what()).starts_with("f:")) std::abort();
    }
}

void read_run(std::string_view text) {
    const auto run = parse_run(text);
    if (run && !run->done.empty() && run->done.rbegin()->first >= pack_count) std::abort();
}

void read_time(std::string_view text) {
    const auto wait = parse_retry_after(text, ramauth::Timestamp(std::chrono::hours(500'000)));
    if (wait && wait->count() < 0) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    read_settings_text(text);
    read_run(text);
    read_time(text);
    return 0;
}
