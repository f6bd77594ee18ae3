// SPDX-License-Identifier: LGPL-2.1-or-later
// Texts of hostname(5) and hosts(5) of any bytes: the first byte says how long the first one is.
// Names are few, none is empty or there twice, and each is the short one or begins with it.
#include <strings.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "ramd/host_names.h"

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

// In any case, and with any bytes.
bool begins_with(const std::string& name, const std::string& beginning) {
    return name.size() >= beginning.size() &&
           ::strncasecmp(name.data(), beginning.data(), beginning.size()) == 0;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 1) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::array names{ramd::name_in_hostname_file(text.substr(0, data[0]))};
    const std::string_view hosts = text.substr(std::min<std::size_t>(data[0], text.size()));
    const auto all = ramd::host_names(names, hosts);
    const std::string short_name = names[0].substr(0, names[0].find('.'));
    require(all.empty() == short_name.empty());
    require(all.size() <= ramd::most_host_names);
    require(std::set<std::string>(all.begin(), all.end()).size() == all.size());
    for (const auto& name : all) require(name == short_name || begins_with(name, short_name + "."));
    return 0;
}
