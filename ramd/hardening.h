// SPDX-License-Identifier: LGPL-2.1-or-later
// What the process does to itself first, so that no secret leaves its memory.
#pragma once

namespace ramd {

// Not dumpable, no core file, files for the owner alone, no signal for a peer that went away.
// Throws std::system_error.
void harden_process();

}  // namespace ramd
