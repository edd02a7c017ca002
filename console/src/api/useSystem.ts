import { useQuery } from '@tanstack/react-query'
import { sawServerTime } from '../lib/clock'
import * as queries from './queries'

/** What the server says of itself; by the way its clock is read. */
export const useSystem = () =>
  useQuery({
    ...queries.system,
    queryFn: async (context) => {
      const asked = Date.now()
      const system = await queries.system.queryFn!(context)
      sawServerTime(system.now, asked, Date.now())
      return system
    },
    refetchInterval: 30_000,
    retry: false,
  })
