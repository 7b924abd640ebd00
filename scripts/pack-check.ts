import { groupBy } from '../src/packs/group.ts'
import { inspectPack } from '../src/packs/load.ts'

/** `npm run pack:check [dir]`: counts of a pack, or all its mistakes; exit code 1 if there are any. */
const dir = process.argv[2] ?? 'data/binh-duong-2022'
const { pack, problems } = inspectPack(dir)
if (pack === null) {
  console.error(`${dir}: ${problems.length} lỗi`)
  for (const problem of problems) console.error(`  ${problem}`)
  process.exitCode = 1
} else {
  const perIntent = groupBy(pack.cards.values(), (c) => c.intent)
  console.log(`${pack.id} ${pack.version} · ${pack.nameVi}`)
  console.log(`  đứng ở ngày: ${pack.standsAt ?? 'hôm nay'}`)
  console.log(`  đơn vị: ${pack.units.size} · địa danh: ${pack.localities.size} · chủ đề: ${pack.topics.size}`)
  console.log(`  thời hạn: ${pack.deadlineRules.length} · ngày nghỉ: ${Object.keys(pack.calendar.daysOff).length}`)
  console.log(`  thẻ trả lời: ${pack.cards.size}`)
  for (const [intent, cards] of perIntent) console.log(`    ${intent}: ${cards.length}`)
}
