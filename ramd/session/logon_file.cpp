// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/logon_file.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <exception>
#include <fstream>
#include <string_view>

namespace ramd {
namespace {

constexpr std::string_view no_epoch = "-";
constexpr std::size_t longest_service = 64;

// USER UID PID EPOCH MICROSECONDS SERVICE
std::string line_of(const AcceptedLogon& logon) {
    std::string service = logon.service.substr(0, longest_service);
    std::ranges::replace_if(
        service, [](unsigned char byte) { return byte < 0x20 || byte == 0x7F; }, '?');
    return logon.user + ' ' + std::to_string(logon.uid.value) + ' ' + std::to_string(logon.leader) +
           ' ' + (logon.epoch ? std::to_string(*logon.epoch) : std::string(no_epoch)) + ' ' +
           std::to_string(logon.accepted_us) + ' ' + service + '\n';
}

// Takes the word before the next space.
template <class Number>
bool take_number(std::string_view& line, Number& number) {
    const auto end = line.find(' ');
    if (end == std::string_view::npos) return false;
    const auto [last, error] = std::from_chars(line.data(), line.data() + end, number);
    if (error != std::errc() || last != line.data() + end) return false;
    line.remove_prefix(end + 1);
    return true;
}

bool take_epoch(std::string_view& line, std::optional<std::uint64_t>& epoch) {
    if (line.starts_with("- ")) {
        line.remove_prefix(2);
        return true;
    }
    return take_number(line, epoch.emplace());
}

std::optional<AcceptedLogon> logon_of(std::string_view line) {
    AcceptedLogon logon;
    const auto end = line.find(' ');
    if (end == std::string_view::npos || end == 0) return std::nullopt;
    logon.user = line.substr(0, end);
    line.remove_prefix(end + 1);
    if (!take_number(line, logon.uid.value) || !take_number(line, logon.leader) ||
        !take_epoch(line, logon.epoch) || !take_number(line, logon.accepted_us))
        return std::nullopt;
    logon.service = line;
    return logon;
}

}  // namespace

std::vector<AcceptedLogon> LogonFile::read() noexcept try {
    std::vector<AcceptedLogon> logons;
    std::ifstream file(path_);
    std::string line;
    // The last line counts only with its end.
    while (std::getline(file, line) && !file.eof()) {
        if (auto logon = logon_of(line)) logons.push_back(std::move(*logon));
    }
    return logons;
} catch (const std::exception&) {
    return {};
}

void LogonFile::append(const AcceptedLogon& logon) noexcept try {
    if (path_.empty()) return;
    // Begins a line of its own, whatever became of the one before.
    std::ofstream(path_, std::ios::app) << '\n' << line_of(logon);
} catch (const std::exception&) {
    return;  // no memory: as where there is no room
}

void LogonFile::replace(const std::vector<AcceptedLogon>& logons) noexcept try {
    if (path_.empty()) return;
    const std::string beside = path_ + ".new";
    std::ofstream file(beside, std::ios::trunc);
    for (const auto& logon : logons) file << line_of(logon);
    file.close();
    if (file) std::rename(beside.c_str(), path_.c_str());
} catch (const std::exception&) {
    return;  // likewise
}

}  // namespace ramd
