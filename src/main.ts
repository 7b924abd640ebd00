import { main } from './context/program.ts'

await main(process.argv.slice(2))
